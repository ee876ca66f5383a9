import os

SECRET_KEY = os.environ.get("SECRET_KEY", "local-only")
DEBUG = False
ROOT_URLCONF = "library.urls"

ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
