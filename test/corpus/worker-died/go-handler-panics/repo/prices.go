package main

import (
	"fmt"
	"log"
	"net/http"
	"strings"
)

// currency is the part of "EUR/USD" behind the slash.
func currency(pair string) string {
	parts := strings.Split(pair, "/")
	return parts[1]
}

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		pair := r.URL.Query().Get("pair")
		fmt.Fprintln(w, "in", currency(pair))
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
