from array import array

COUNTRIES = ["EE", "LV", "LT", "FI"]


class RangeTable:
    def __init__(self, records: int):
        self.starts = array("Q", [0]) * records

    def country(self, address: str) -> str:
        return COUNTRIES[hash(address) % len(COUNTRIES)] + "\n"
