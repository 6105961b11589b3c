package factory

import (
	"fmt"
	"net/http"
	"sync"

	"cdktf-proxmox-talos/simulator/internal/schematic"
)

// register holds the schematics that somebody has posted.
type register struct {
	mu      sync.Mutex
	entries map[string]entry
}

type entry struct {
	schematic *schematic.Schematic
	canonical []byte
}

// newRegister knows the empty schematic from the start: on a public factory others have long registered it.
func newRegister() (*register, error) {
	made := &register{entries: map[string]entry{}}
	_, _, err := made.add(&schematic.Schematic{})

	return made, err
}

func (r *register) add(added *schematic.Schematic) (id string, canonical []byte, err error) {
	canonical, err = added.Canonical()
	if err != nil {
		return "", nil, err
	}

	id, err = added.ID()
	if err != nil {
		return "", nil, err
	}

	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries[id] = entry{schematic: added, canonical: canonical}

	return id, canonical, nil
}

func (r *register) find(id string) (*schematic.Schematic, []byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()

	found, known := r.entries[id]
	if !known {
		return nil, nil, refused{http.StatusNotFound, fmt.Sprintf("schematic ID %q not found", id)}
	}

	return found.schematic, found.canonical, nil
}
