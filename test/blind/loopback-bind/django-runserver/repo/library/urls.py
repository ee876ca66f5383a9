from django.http import JsonResponse
from django.urls import path


def index(request):
    return JsonResponse({"books": 3})


urlpatterns = [path("", index)]
