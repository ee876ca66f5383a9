from ledger.settings import key

print(f"migrating with a key of {len(key())} characters")
