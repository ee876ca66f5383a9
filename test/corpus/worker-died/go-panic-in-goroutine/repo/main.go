package main

import (
	"fmt"
	"log"
	"net/http"

	"example.com/visits/tracker"
)

func main() {
	visits := tracker.New()
	http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	http.HandleFunc("/visit", func(w http.ResponseWriter, r *http.Request) {
		sum := make(chan int)
		visits.Count(r.URL.Path, sum)
		fmt.Fprintln(w, <-sum)
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
