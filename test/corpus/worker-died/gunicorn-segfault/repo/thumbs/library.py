import ctypes

libc = ctypes.CDLL(None)
formats = {"png": b"image/png", "webp": b"image/webp"}


def length_of(name):
    """The length of a format's media type, as the C library sees it."""
    return libc.strlen(ctypes.c_char_p(formats.get(name)))
