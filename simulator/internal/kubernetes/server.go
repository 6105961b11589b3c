// Package kubernetes runs the Kubernetes side of simulated clusters: the real kube-apiserver on the real etcd, with
// stand-ins for what else there is in a cluster.
package kubernetes

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/kubelet"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
)

// Config names the programs, which `npm run toolchain` builds.
type Config struct {
	// APIServer is the path of kube-apiserver.
	APIServer string `json:"apiserver"`
	// Etcd is the path of etcd.
	Etcd string `json:"etcd"`
	// Flux has the objects of Flux get a status, as if its controllers ran. It needs a Git host.
	Flux bool `json:"flux,omitempty"`
}

// Dependencies are what the Kubernetes side is given by the homelab.
type Dependencies struct {
	Recorder *calls.Recorder
	// StateDirectory gets the folder kubernetes/<cluster> with logs, certificates and data.
	StateDirectory string
	// Git is needed where Config.Flux is set.
	Git Git
}

// Server is the Kubernetes side of all clusters.
type Server struct {
	config   Config
	recorder *calls.Recorder
	git      Git
	root     string
	client   *http.Client
	ctx      context.Context //nolint:containedctx // that of the whole server
	stop     context.CancelFunc

	mu       sync.Mutex
	clusters map[string]*cluster
}

var _ kubelet.Kubernetes = (*Server)(nil)

// Start checks the programs; none is started before the first cluster is bootstrapped. The server ends with the context.
func Start(ctx context.Context, config Config, dependencies Dependencies) (*Server, error) {
	if !canDieWithParent {
		return nil, errors.New("simulated clusters need Linux, whose kernel ends kube-apiserver and etcd with the simulator")
	}

	for _, program := range []struct{ key, path string }{{"apiserver", config.APIServer}, {"etcd", config.Etcd}} {
		if info, err := os.Stat(program.path); err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
			return nil, fmt.Errorf("kubernetes.%s is %q, which is no program; npm run --silent toolchain -- --print %s prints its path",
				program.key, program.path, program.key)
		}
	}

	if config.Flux && dependencies.Git == nil {
		return nil, errors.New("kubernetes.flux is set, and there is no Git host that Flux could follow; add git to the homelab")
	}

	root := filepath.Join(dependencies.StateDirectory, "kubernetes")
	if err := os.MkdirAll(root, 0o700); err != nil {
		return nil, fmt.Errorf("the directory of Kubernetes cannot be made: %w", err)
	}

	ctx, stop := context.WithCancel(ctx)

	return &Server{
		config: config, recorder: dependencies.Recorder, git: dependencies.Git, root: root, client: newLoopbackClient(),
		ctx: ctx, stop: stop, clusters: map[string]*cluster{},
	}, nil
}

// Close ends all clusters with their processes and waits for that.
func (s *Server) Close() {
	s.stop()

	for _, cluster := range s.all() {
		<-cluster.ended
	}
}

// Bootstrap starts etcd and the API of a cluster and returns when the API is ready; manifests are applied behind it.
// If a program does not start, its log says why, nothing is kept and the bootstrap may be tried again.
func (s *Server) Bootstrap(node kubelet.Node, cfg config.Config) error {
	member, err := newMember(node, cfg)
	if err != nil {
		return err
	}

	if !node.ControlPlane {
		return fmt.Errorf("machine %s is a worker; only a control plane can be bootstrapped", node.Name)
	}

	return s.cluster(node, cfg).bootstrap(s.ctx, member)
}

// Join has the kubelet of a machine register as soon as there is an API and, on a control plane, opens the API on its
// addresses; a changed configuration takes effect. It returns at once; Status tells what has become of it.
func (s *Server) Join(node kubelet.Node, cfg config.Config) error {
	member, err := newMember(node, cfg)
	if err != nil {
		return err
	}

	s.cluster(node, cfg).join(member)

	return nil
}

// Leave closes the API on the addresses of a machine; its Node object stays and is no longer ready. When the last
// control plane has left, the API has gone; it comes back with what it held when a control plane joins again.
func (s *Server) Leave(node kubelet.Node, cfg config.Config) {
	if cfg.Cluster() == nil || clusterID(cfg) == "" {
		return
	}

	s.cluster(node, cfg).leave(node)
}

// Status tells which components of a machine are healthy.
func (s *Server) Status(node kubelet.Node, cfg config.Config) kubelet.Status {
	if cfg.Cluster() == nil || clusterID(cfg) == "" {
		return kubelet.Status{Message: "the machine configuration has no cluster.id"}
	}

	return s.cluster(node, cfg).status(node)
}

// Inventory describes the clusters, ordered by name.
func (s *Server) Inventory() []Cluster {
	all := s.all()
	described := make([]Cluster, 0, len(all))

	for _, cluster := range all {
		described = append(described, cluster.describe())
	}

	return described
}

func (s *Server) all() []*cluster {
	s.mu.Lock()
	defer s.mu.Unlock()

	return slices.SortedFunc(maps.Values(s.clusters), func(a, b *cluster) int {
		return cmp.Compare(a.directory, b.directory)
	})
}

// notInFolders are characters that names of folders do not have.
var notInFolders = regexp.MustCompile(`[^A-Za-z0-9.-]`)

// cluster finds the cluster of a machine; the first machine of it founds it. Each etcd makes a cluster.
func (s *Server) cluster(node kubelet.Node, cfg config.Config) *cluster {
	s.mu.Lock()
	defer s.mu.Unlock()

	id := clusterID(cfg) + "#" + node.Etcd
	if known := s.clusters[id]; known != nil {
		return known
	}

	name := cfg.K8sClusterConfig().ClusterName()
	folder := notInFolders.ReplaceAllString("cluster-"+name, "-")

	for number, taken := 2, folder; ; number++ {
		if !slices.ContainsFunc(slices.Collect(maps.Values(s.clusters)), func(c *cluster) bool { return filepath.Base(c.directory) == taken }) {
			folder = taken

			break
		}

		taken = fmt.Sprintf("%s-%d", folder, number)
	}

	founded := newCluster(s.ctx, s, name, filepath.Join(s.root, folder))
	s.clusters[id] = founded

	return founded
}
