module example.net/hits

go 1.23
