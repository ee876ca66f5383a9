package main

import (
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"log"
	"net/http"
	"strings"
)

const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

func socket(w http.ResponseWriter, r *http.Request) {
	if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") || !strings.Contains(strings.ToLower(r.Header.Get("Connection")), "upgrade") {
		http.Error(w, "a WebSocket is expected here", http.StatusUpgradeRequired)
		return
	}
	conn, buffer, err := w.(http.Hijacker).Hijack()
	if err != nil {
		log.Println("hijack:", err)
		return
	}
	defer conn.Close()
	sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + magic))
	fmt.Fprintf(buffer, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", base64.StdEncoding.EncodeToString(sum[:]))
	buffer.Write([]byte{0x81, 7, 'w', 'e', 'l', 'c', 'o', 'm', 'e'})
	buffer.Flush()
	buffer.ReadByte()
}

func main() {
	http.HandleFunc("/socket", socket)
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "chat") })
	log.Fatal(http.ListenAndServe(":8080", nil))
}
