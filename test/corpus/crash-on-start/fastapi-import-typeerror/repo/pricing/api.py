from fastapi import APIRouter

from pricing.rules import total

router = APIRouter()


@router.get("/{amount}")
async def quote(amount: float):
    return {"amount": amount, "total": total(amount)}
