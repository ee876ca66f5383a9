package main

import (
	"fmt"
	"log"
	"net/http"
	"sync/atomic"
)

var votes atomic.Int64

func main() {
	http.HandleFunc("POST /vote", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, votes.Add(1))
	})
	http.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, votes.Load())
	})
	log.Println("voteapi listening on :8080")
	log.Fatal(http.ListenAndServe(":8080", nil))
}
