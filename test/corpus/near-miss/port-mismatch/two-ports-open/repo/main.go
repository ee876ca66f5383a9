package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	metrics := http.NewServeMux()
	metrics.HandleFunc("/metrics", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "shortener_links_total 3")
	})
	go func() {
		log.Print("metrics on :9100")
		log.Fatal(http.ListenAndServe(":9100", metrics))
	}()

	web := http.NewServeMux()
	web.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "shortener")
	})
	log.Fatal(http.ListenAndServe(":8080", web))
}
