package proxmox

import (
	"strings"
	"time"
)

// setClock is the command that sets the clock of a host by its time servers at once.
const setClock = "chronyc makestep"

// nodeTime reads clock and time zone of a host.
func nodeTime(r *request) (any, error) {
	host, err := r.findHost()
	if err != nil {
		return nil, err
	}

	if err := r.need("/nodes/"+host.Name, "Sys.Audit"); err != nil {
		return nil, err
	}

	shown := time.Now().Add(r.server.clockOffsets[host.Name]).Unix()

	// without a time zone of its own, local time is that of UTC
	return map[string]any{"timezone": "UTC", "time": shown, "localtime": shown}, nil
}

// correctClock is `chronyc makestep`: from then on the clock of the host is right.
func (s *Server) correctClock(host string) string {
	s.mu.Lock()
	defer s.mu.Unlock()

	delete(s.clockOffsets, host)

	return "200 OK\n"
}

func isSetClock(words []string) bool { return strings.Join(words, " ") == setClock }
