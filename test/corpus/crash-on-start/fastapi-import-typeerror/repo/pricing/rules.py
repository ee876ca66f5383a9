from pricing.rates import BASE_RATE, EXPRESS_RATE

SURCHARGE = BASE_RATE + EXPRESS_RATE


def total(amount: float) -> float:
    return round(amount * (1 + SURCHARGE), 2)
