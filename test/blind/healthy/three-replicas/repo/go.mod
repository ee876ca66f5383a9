module example.com/couch

go 1.23
