module example.com/seminar

go 1.23
