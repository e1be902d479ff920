"""What browsers send of keys: public ones, and private ones locked in age files that nobody here can open."""

import base64
import binascii
from typing import Annotated

from pydantic import AfterValidator, Field

from hub.i18n import _
from hub.pages.forms import told

LARGEST = 64 * 1024  # characters of a locked key; that of a team of a hundred takes a quarter
_BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----"
_END = "-----END AGE ENCRYPTED FILE-----"
_VERSION = b"age-encryption.org/v1\n"

# A native age recipient: X25519 in Bech32.
Recipient = Annotated[str, Field(pattern="^age1[02-9ac-hj-np-z]{58}$")]


def _locked_to(stanza: bytes) -> AfterValidator:
    def check(sent: str) -> str:
        lines = sent.strip().split("\n")
        if len(lines) < 3 or lines[0] != _BEGIN or lines[-1] != _END:
            raise told(_("This is not a locked key."))
        try:
            content = base64.b64decode("".join(lines[1:-1]), validate=True)
        except (binascii.Error, ValueError) as error:
            raise told(_("This is not a locked key.")) from error
        if not content.startswith(_VERSION + b"-> " + stanza + b" ") or b"\n--- " not in content:
            raise told(_("This is not a locked key."))
        return sent

    return AfterValidator(check)


_Armoured = Annotated[str, Field(max_length=LARGEST)]
# An age file in ASCII armour: locked to a recipient, by a passphrase, by a passkey.
Wrapped = Annotated[_Armoured, _locked_to(b"X25519")]
ByPassphrase = Annotated[_Armoured, _locked_to(b"scrypt")]
ByPasskey = Annotated[_Armoured, _locked_to(b"age-encryption.org/fido2prf")]
