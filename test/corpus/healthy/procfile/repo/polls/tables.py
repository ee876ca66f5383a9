print("tables are there")
