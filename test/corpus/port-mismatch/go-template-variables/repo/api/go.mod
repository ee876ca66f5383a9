module example.com/ratesd

go 1.23
