package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "EUR 1.00 for %s\n", r.Host)
	})
	log.Fatal(http.ListenAndServe(":7000", nil))
}
