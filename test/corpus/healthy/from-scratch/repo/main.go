package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	host, _ := os.Hostname()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s %s %s\n", host, r.Method, r.URL.Path)
	})
	log.Println("whoami on :8080")
	log.Fatal(http.ListenAndServe(":8080", nil))
}
