SECRET_KEY = "only-for-the-club"
DEBUG = False
ALLOWED_HOSTS = ["dues.example.org"]
ROOT_URLCONF = "dues.urls"
WSGI_APPLICATION = "dues.wsgi.application"
INSTALLED_APPS = []
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
USE_TZ = True
