package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "7 open tickets")
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:7070", nil))
}
