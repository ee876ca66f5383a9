package main

import (
	"encoding/json"
	"log"
	"net/http"
)

type report struct {
	City string  `json:"city"`
	Temp float64 `json:"temp"`
}

func main() {
	http.HandleFunc("/api/weather", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(report{City: "Tartu", Temp: -3.5})
	})
	http.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("weather api\n"))
	})
	if err := http.ListenAndServe("localhost:8080", nil); err != nil {
		log.Fatal(err)
	}
}
