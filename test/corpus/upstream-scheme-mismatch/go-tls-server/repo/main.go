package main

import (
	"encoding/json"
	"log"
	"net/http"
)

type reading struct {
	Meter string  `json:"meter"`
	Value float64 `json:"value"`
}

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode([]reading{{"m-17", 231.4}, {"m-18", 12.0}})
	})
	log.Println("meters on :8443")
	log.Fatal(http.ListenAndServeTLS(":8443", "/tls/cert.pem", "/tls/key.pem", nil))
}
