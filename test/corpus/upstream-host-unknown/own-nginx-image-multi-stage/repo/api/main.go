package main

import (
	"encoding/json"
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/items", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(map[string]int{"bolts": 412, "nuts": 380})
	})
	log.Fatal(http.ListenAndServe(":8081", nil))
}
