module example.com/agents

go 1.23
