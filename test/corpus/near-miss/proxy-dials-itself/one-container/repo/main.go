package main

import (
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("all systems operational\n"))
	})
	log.Fatal(http.ListenAndServe("localhost:8080", nil))
}
