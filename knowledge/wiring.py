def register() -> None:
    """Hand the package's parts to the kernel's registries."""
