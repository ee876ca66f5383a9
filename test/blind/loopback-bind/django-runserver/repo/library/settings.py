SECRET_KEY = "dev-only"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "library.urls"
INSTALLED_APPS = []
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
USE_TZ = True
