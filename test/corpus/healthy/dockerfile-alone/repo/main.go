package main

import (
	"encoding/json"
	"flag"
	"log"
	"net/http"

	"example.com/timezones/internal/clock"
)

func main() {
	listen := flag.String("listen", ":80", "address")
	flag.Parse()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(clock.Zones())
	})
	log.Fatal(http.ListenAndServe(*listen, nil))
}
