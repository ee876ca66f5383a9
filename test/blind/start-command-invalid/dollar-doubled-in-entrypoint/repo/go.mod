module example.com/tibia

go 1.23
