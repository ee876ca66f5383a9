import json
from pathlib import Path

from fastapi import APIRouter, Response

router = APIRouter()
features = json.loads((Path(__file__).parent / "features.json").read_text())


@router.get("/healthz")
def healthz(response: Response):
    if not all(features.values()):
        response.status_code = 503
        return {"status": "degraded", "features": features}
    return {"status": "ok"}
