from django.http import JsonResponse
from django.urls import path


def shelves(request):
    return JsonResponse({"shelves": ["fiction", "maps"]})


urlpatterns = [path("", shelves)]
