package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "relay ready")
	})
	log.Fatal(http.ListenAndServe(":9090", nil))
}
