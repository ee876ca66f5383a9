package main

import (
	"io"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "welcome\n") })
	if err := http.ListenAndServe(":8080", nil); err != nil {
		panic(err)
	}
}
