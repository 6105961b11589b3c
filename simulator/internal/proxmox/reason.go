package proxmox

import (
	"bytes"
	"net"
)

// reasonHeader carries the text of the status line from a handler to the connection and is never sent.
//
// Proxmox VE gives the reason of a refusal there, and its clients show it; net/http has no way to choose it.
const reasonHeader = "X-Status-Reason"

// reasonListener replaces the text of the status line of answers that have the header.
type reasonListener struct{ net.Listener }

func (l reasonListener) Accept() (net.Conn, error) {
	connection, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}

	return reasonConnection{connection}, nil
}

type reasonConnection struct{ net.Conn }

// Write gets each answer from its first byte on, since net/http flushes after every answer.
func (c reasonConnection) Write(content []byte) (int, error) {
	changed := withReason(content)
	if changed == nil {
		return c.Conn.Write(content)
	}

	if _, err := c.Conn.Write(changed); err != nil {
		return 0, err
	}

	return len(content), nil
}

// withReason returns an answer with its reason in the status line, or nil if there is nothing to change.
func withReason(answer []byte) []byte {
	const version = "HTTP/1.1 "

	if !bytes.HasPrefix(answer, []byte(version)) {
		return nil
	}

	head, _, complete := bytes.Cut(answer, []byte("\r\n\r\n"))
	header := []byte("\r\n" + reasonHeader + ": ")
	start := bytes.Index(head, header)

	if !complete || start < 0 {
		return nil
	}

	reason, _, _ := bytes.Cut(head[start+len(header):], []byte("\r\n"))
	end := start + len(header) + len(reason)
	firstLine := bytes.Index(head, []byte("\r\n"))

	changed := make([]byte, 0, len(answer)+len(reason))
	changed = append(changed, answer[:len(version)+len("500 ")]...)
	changed = append(changed, reason...)
	changed = append(changed, answer[firstLine:start]...)

	return append(changed, answer[end:]...)
}
