"""The key pair by which push services know this hub (VAPID, RFC 8292), and the keys of browsers."""

import base64
import binascii
from email.utils import parseaddr
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from hub.settings import get_settings

# The order of the group of P-256; private keys are the numbers below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_PUBLIC_KEY_BYTES, _SECRET_BYTES = 65, 16


def vapid() -> Vapid02:
    """The hub's key, made from its signing key: a backup has it, and all processes have the same one."""
    return _vapid(get_settings().signing_key())


@lru_cache(maxsize=4)
def _vapid(signing_key: bytes) -> Vapid02:
    # 16 bytes more than the key: the remainder is then as good as evenly spread (FIPS 186-5, A.2.1).
    material = HKDF(hashes.SHA256(), 48, salt=None, info=b"hub push messages").derive(signing_key)
    number = int.from_bytes(material) % (_ORDER - 1) + 1
    return Vapid02(private_key=ec.derive_private_key(number, ec.SECP256R1()))


def public_key() -> str:
    """What a browser needs to subscribe to messages of this hub alone, in base64url."""
    point = vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def contact() -> str:
    """Whom the operator of a push service may write to."""
    return f"mailto:{parseaddr(get_settings().mail_from)[1]}"


def is_public_key(text: str) -> bool:
    """Whether `text` is a point of P-256 in base64url, such as a browser's `p256dh`."""
    try:
        raw = _decoded(text)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        return False
    return len(raw) == _PUBLIC_KEY_BYTES


def is_secret(text: str) -> bool:
    """Whether `text` is a browser's `auth`: 16 bytes in base64url."""
    try:
        return len(_decoded(text)) == _SECRET_BYTES
    except ValueError:
        return False


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
