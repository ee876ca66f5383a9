import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    DEBUG=False,
    SECRET_KEY="not-used-for-anything",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=os.environ["CRM_ALLOWED_HOSTS"].split(","),
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
)

urlpatterns = [path("", lambda request: HttpResponse("customers"))]
application = get_wsgi_application()
