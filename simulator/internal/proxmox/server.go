// Package proxmox is one simulated endpoint of Proxmox VE: its API over https, with hosts, storages, virtual machines
// and rights that live in memory.
package proxmox

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"cdktf-proxmox-talos/simulator/internal/authority"
	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/machine"
)

// Dependencies are what an endpoint works with.
type Dependencies struct {
	Recorder  *calls.Recorder
	Authority *authority.Authority
	// Rack is where the virtual machines run.
	Rack machine.Rack
	// Shown says which address the guest agent tells in place of one of the loopback range.
	Shown func(netip.Addr) netip.Addr
}

// Server is an endpoint that is served.
type Server struct {
	config       Config
	dependencies Dependencies
	address      netip.AddrPort
	// fingerprint is that of the certificate.
	fingerprint string
	ctx         context.Context
	stop        context.CancelFunc
	running     sync.WaitGroup
	// patience is how long is waited for a lock file.
	patience time.Duration

	// mu guards all that follows.
	mu    sync.Mutex
	tasks []*task
	// machines and macs count what has been given a number so far.
	machines int
	macs     int
	guests   map[int]*guest
	// lockFiles are full while somebody works on a guest.
	lockFiles map[int]chan struct{}
	// joining are the pools of guests that are being made.
	joining map[int]string
	// clockOffsets are by how much clocks are ahead, by host.
	clockOffsets map[string]time.Duration
	// stores are the storages by host and id.
	stores map[string]map[string]*store
	pools  map[string]*pool
	users  map[string]*user
	groups map[string]string
	roles  map[string][]string
	// sessions are those who have signed in, by their tickets.
	sessions map[string]session
	grants   []grant
	mappings map[string]map[string]mapping
	// ha is high availability: resources and rules.
	ha map[string]map[string]haEntry
	// backups are the jobs that back up guests.
	backups map[string]backupJob
	// sdn is the software-defined network as it is written, and sdnRunning as it was applied last.
	sdn        sdnConfig
	sdnRunning sdnConfig
}

// Start serves an endpoint until the context ends.
func Start(ctx context.Context, config Config, dependencies Dependencies) (*Server, error) {
	if err := config.check(); err != nil {
		return nil, err
	}

	listener, err := calls.Listen(config.Listen)
	if err != nil {
		return nil, fmt.Errorf("Proxmox VE endpoint %q: %w", config.Name, err)
	}

	s := newServer(config, dependencies)
	s.address = netip.MustParseAddrPort(config.Listen)

	certificate, err := dependencies.Authority.ServerCertificate(s.address.Addr())
	if err != nil {
		_ = listener.Close()

		return nil, err
	}

	sum := sha256.Sum256(certificate.Certificate[0])
	s.fingerprint = strings.ReplaceAll(strings.ToUpper(fmt.Sprintf("% x", sum)), " ", ":")

	secured := tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS13})
	served := &http.Server{
		Handler:           dependencies.Recorder.HTTP(calls.Proxmox, config.Name, describe, writeFault, s.handler()),
		ReadHeaderTimeout: time.Minute,
		// clients that go away and handshakes that fail are no news
		ErrorLog: log.New(io.Discard, "", 0),
	}

	s.ctx, s.stop = context.WithCancel(ctx)
	s.running.Go(func() { _ = served.Serve(reasonListener{secured}) })
	s.running.Go(func() {
		<-s.ctx.Done()
		_ = served.Close()
	})

	return s, nil
}

func newServer(config Config, dependencies Dependencies) *Server {
	s := &Server{
		config:       config,
		dependencies: dependencies,
		patience:     lockPatience,
		guests:       map[int]*guest{},
		lockFiles:    map[int]chan struct{}{},
		joining:      map[int]string{},
		clockOffsets: map[string]time.Duration{},
		stores:       map[string]map[string]*store{},
		pools:        map[string]*pool{},
		users:        map[string]*user{superuser: newUser()},
		groups:       map[string]string{},
		roles:        map[string][]string{},
		sessions:     map[string]session{},
		mappings:     map[string]map[string]mapping{"pci": {}, "usb": {}, "dir": {}},
		ha:           map[string]map[string]haEntry{"resources": {}, "rules": {}},
		backups:      map[string]backupJob{},
		sdn:          config.SDN.config(),
		sdnRunning:   config.SDN.config(),
	}

	for _, roles := range []map[string][]string{builtInRoles, config.Roles} {
		for role, privileges := range roles {
			s.roles[role] = slices.Sorted(slices.Values(config.ofRelease(privileges)))
		}
	}

	for _, name := range config.Pools {
		s.pools[name] = &pool{}
	}

	for name, entries := range config.PCIMappings {
		s.mappings["pci"][name] = mapping{entries: slices.Clone(entries)}
	}

	for name, entries := range config.USBMappings {
		s.mappings["usb"][name] = mapping{entries: slices.Clone(entries)}
	}

	for name, entries := range config.DirectoryMappings {
		s.mappings["dir"][name] = mapping{entries: slices.Clone(entries)}
	}

	shared := map[string]*store{}

	for _, host := range config.Hosts {
		s.stores[host.Name] = map[string]*store{}
		s.clockOffsets[host.Name] = time.Duration(host.ClockOffsetSeconds) * time.Second

		for _, one := range host.Storages {
			made := &store{id: one.ID, kind: one.Type, content: one.Content, bytes: one.SizeGiB * gibi, volumes: map[string]*volume{}}

			if storageTypes[one.Type].shared {
				if shared[one.ID] == nil {
					shared[one.ID] = made
				}

				made = shared[one.ID]
			}

			s.stores[host.Name][one.ID] = made
		}
	}

	for _, one := range config.Tokens {
		s.addToken(one)
	}

	for id, password := range config.Passwords {
		if s.users[id] == nil {
			s.users[id] = newUser()
		}

		s.users[id].password = password
		s.users[id].hasSecondFactor = slices.Contains(config.SecondFactors, id)
	}

	return s
}

func newUser() *user {
	return &user{enabled: true, texts: map[string]string{}, tokens: map[string]token{}}
}

// addToken makes a token of the configuration, with its role on everything for itself and for its user.
func (s *Server) addToken(one Token) {
	id := userOf(one.ID)
	if s.users[id] == nil {
		s.users[id] = newUser()
	}

	s.users[id].tokens[strings.TrimPrefix(one.ID, id+"!")] = token{secret: one.Secret, separate: true}
	s.grants = append(s.grants, grant{path: "/", role: one.Role, kind: "token", id: one.ID, propagate: true})

	if id != superuser {
		s.grants = append(s.grants, grant{path: "/", role: one.Role, kind: "user", id: id, propagate: true})
	}
}

// Close stops serving and waits until everything that the endpoint has begun has ended.
func (s *Server) Close() error {
	s.stop()
	s.running.Wait()

	return nil
}

// Lock makes a virtual machine refuse changes, as while another program makes a backup of it; an empty reason frees it.
func (s *Server) Lock(vmID int, reason string) error {
	s.mu.Lock()
	defer s.mu.Unlock()

	found := s.guests[vmID]
	if found == nil {
		return fmt.Errorf("endpoint %q has no virtual machine %d", s.config.Name, vmID)
	}

	found.config["lock"] = reason
	if reason == "" {
		delete(found.config, "lock")
	}

	return nil
}

func writeFault(w http.ResponseWriter, status int, message string) {
	if message == "" {
		message = http.StatusText(status)
	}

	writeFailure(w, &failure{status: status, message: message})
}

// serve authenticates the caller and answers a call.
func (s *Server) serve(w http.ResponseWriter, incoming *http.Request, called route) {
	answer, err := s.answer(incoming, called)
	if err != nil {
		writeFailure(w, err)

		return
	}

	begun, isTask := answer.(*task)
	if isTask {
		answer = begun.id

		if s.config.TaskMS == 0 {
			select {
			case <-begun.done:
			case <-time.After(answerGrace):
			case <-incoming.Context().Done():
			}
		}
	}

	writeJSON(w, http.StatusOK, map[string]any{"data": answer})
}

func (s *Server) answer(incoming *http.Request, called route) (any, error) {
	values, err := readForm(incoming)
	if err != nil {
		return nil, err
	}

	s.mu.Lock()

	var caller subject
	if !called.forNobody {
		caller, err = s.authenticate(incoming)
	}

	if err != nil {
		s.mu.Unlock()

		return nil, err
	}

	asked := &request{Request: incoming, server: s, values: values, caller: caller}

	if !called.open {
		if err := asked.onlyParameters(strings.Fields(called.parameters)...); err != nil {
			s.mu.Unlock()

			return nil, err
		}
	}

	if called.slow {
		s.mu.Unlock()

		return called.perform(asked)
	}

	defer s.mu.Unlock()

	return called.perform(asked)
}
