package talosnode

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"time"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode/contract"
	"cdktf-proxmox-talos/simulator/internal/talosnode/etcd"
	"cdktf-proxmox-talos/simulator/internal/talosnode/extension"
)

// Server is the world of all simulated machines.
type Server struct {
	ctx       context.Context //nolint:containedctx // machines outlive the calls that switch them on
	stop      context.CancelFunc
	config    Config
	needs     Dependencies
	contracts contract.Contracts
	// extensions are the services that images may bring.
	extensions extension.Services
	clusters   *etcd.Clusters
	log        *logFile
	running    sync.WaitGroup
	// founding keeps an etcd from being forgotten between its first member and the data of that.
	founding sync.Mutex

	mu    sync.Mutex
	nodes map[string]*node
	// leases are what DHCP servers have given away.
	leases *leases
}

var _ machine.Rack = (*Server)(nil)

// Start switches the physical machines on. All machines end with the context.
func Start(ctx context.Context, config Config, needs Dependencies) (*Server, error) {
	if err := config.validate(); err != nil {
		return nil, err
	}

	contracts, err := contract.Load(config.SchemaDirectory)
	if err != nil {
		return nil, fmt.Errorf("schemaDirectory: %w", err)
	}

	extensions, err := extension.Load(config.ExtensionServicesFile)
	if err != nil {
		return nil, fmt.Errorf("extensionServicesFile: %w", err)
	}

	log, err := openLog(filepath.Join(needs.StateDirectory, "talos.log"))
	if err != nil {
		return nil, err
	}

	ctx, stop := context.WithCancel(ctx)
	server := &Server{
		ctx: ctx, stop: stop, config: config, needs: needs, contracts: contracts, extensions: extensions, clusters: etcd.NewClusters(), log: log, nodes: map[string]*node{},
		leases: &leases{servers: config.DHCP, given: map[string]netip.Prefix{}},
	}

	for _, physical := range config.Physical {
		if err := server.powerOn(physical.machine(), true); err != nil {
			server.Close()

			return nil, fmt.Errorf("physical machine %s: %w", physical.Name, err)
		}
	}

	return server, nil
}

// Close ends all machines as if the power failed, and waits for that.
func (s *Server) Close() {
	s.stop()
	s.running.Wait()
	s.log.close()
}

// PowerOnPhysical boots a physical machine again that has switched itself off.
func (s *Server) PowerOnPhysical(name string) error {
	for _, physical := range s.config.Physical {
		if physical.Name == name {
			return s.powerOn(physical.machine(), true)
		}
	}

	return fmt.Errorf("no physical machine %q", name)
}

// logFile tells in a line of text what a machine does; it holds no secret.
type logFile struct {
	mu   sync.Mutex
	file *os.File
}

func openLog(path string) (*logFile, error) {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("log of the machines: %w", err)
	}

	return &logFile{file: file}, nil
}

func (l *logFile) printf(machine, format string, arguments ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()

	// a log that cannot be written changes nothing for the machines
	_, _ = fmt.Fprintf(l.file, "%s %s: %s\n", time.Now().UTC().Format(time.RFC3339Nano), machine, fmt.Sprintf(format, arguments...))
}

func (l *logFile) close() {
	l.mu.Lock()
	defer l.mu.Unlock()

	_ = l.file.Close()
}
