package main

import (
	"encoding/json"
	"log"
	"net/http"

	"example.com/ledger/internal/registry"
)

func main() {
	accounts := registry.New()
	accounts.Add("cash", registry.Entry{Currency: "EUR"})
	accounts.Add("reserve", registry.Entry{Currency: "CHF"})

	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(accounts.Names())
	})
	log.Println("ledger: listening on :8080")
	log.Fatal(http.ListenAndServe(":8080", nil))
}
