import os

LOG_LEVEL = os.environ.get("LOG_LEVEL", "warning")
LIFETIME = int(os.environ.get("TOKEN_LIFETIME", "600"))
SIGNING_KEY = os.environ["JWT_SIGNING_KEY"]
