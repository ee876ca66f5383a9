package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "hello", os.Getenv("AMVERA")) })
	http.ListenAndServe(":8080", nil)
}
