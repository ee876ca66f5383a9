module example.com/voteapi

go 1.23
