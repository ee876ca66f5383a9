package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

func main() {
	dir := flag.String("dir", ".", "where entries are kept")
	flag.Parse()

	name := filepath.Join(*dir, time.Now().Format("2006-01-02")+".log")
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()

	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(file, time.Now().Format(time.RFC3339), r.URL.Path)
		fmt.Fprintln(w, "noted")
	})
	log.Fatal(http.ListenAndServe(":8081", nil))
}
