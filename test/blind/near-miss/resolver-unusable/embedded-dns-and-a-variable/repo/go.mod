module example.com/securo

go 1.23
