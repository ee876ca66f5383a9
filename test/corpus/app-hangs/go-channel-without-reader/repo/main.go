package main

import (
	"fmt"
	"log"
	"net/http"
)

var hits = make(chan string)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		hits <- r.RemoteAddr
		fmt.Fprintln(w, "welcome")
	})
	log.Fatal(http.ListenAndServe(":8080", mux))
}
