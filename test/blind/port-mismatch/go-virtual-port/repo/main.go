package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	name, _ := os.Hostname()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "I'm %s\n", name)
	})
	log.Print("serving")
	log.Fatal(http.ListenAndServe(":8000", nil))
}
