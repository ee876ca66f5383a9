package main

import (
	"encoding/json"
	"log"
	"net/http"
	"time"
)

var rates = map[string]float64{"EUR": 1, "USD": 1.09, "RSD": 117.1}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(rates)
	})

	srv := &http.Server{
		Addr:         ":8081",
		Handler:      mux,
		ReadTimeout:  10 * time.Second,
		WriteTimeout: 10 * time.Second,
	}
	log.Printf("ratesd started")
	log.Fatal(srv.ListenAndServe())
}
