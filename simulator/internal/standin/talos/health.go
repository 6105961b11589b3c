package talos

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/client"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

// check is one row of the health check.
type check struct {
	name string
	run  func(ctx context.Context, cluster *cluster) error
	// interval is both the time between two attempts and the limit of one.
	interval time.Duration
}

// errSkip ends a check that does not apply to the cluster.
var errSkip = errors.New("SKIP")

func checks(withKubernetes bool) []check {
	const usual = 5 * time.Second

	rows := []check{
		{"etcd to be healthy", serviceHealthy("etcd"), usual},
		{"etcd members to be consistent across nodes", etcdConsistent, usual},
		{"etcd members to be control plane nodes", etcdOnControlPlane, usual},
		{"apid to be ready", apidReady, usual},
		{"all nodes memory sizes", memorySizes, usual},
		{"all nodes disk sizes", diskSizes, usual},
		{"no diagnostics", noDiagnostics, usual},
		{"kubelet to be healthy", serviceHealthy("kubelet"), usual},
		{"all nodes to finish boot sequence", allBooted, usual},
	}
	if !withKubernetes {
		return rows
	}

	return append(rows,
		check{"all k8s nodes to report", nodesReported, 30 * time.Second},
		check{"all control plane static pods to be running", staticPodsRunning, usual},
		check{"all control plane components to be ready", controlPlaneReady, usual},
		check{"all k8s nodes to report ready", unlessCNIDisabled(nodesReady), usual},
		check{"kube-proxy to report ready", kubeProxyReady, usual},
		check{"coredns to report ready", unlessCNIDisabled(coreDNSReady), usual},
		check{"all k8s nodes to report schedulable", nodesSchedulable, usual},
	)
}

func readHealth(ctx context.Context, config standin.Values) (standin.Values, error) {
	limit, err := timeout(config, "read")
	if err != nil {
		return nil, err
	}

	if err := waitHealthy(ctx, config, limit); err != nil {
		return nil, err
	}

	standin.Set(config, "id", "cluster_health")

	return config, nil
}

func openHealth(ctx context.Context, config standin.Values) (standin.Values, error) {
	limit, err := standin.Duration(config["timeout"], 10*time.Minute)
	if err != nil {
		return nil, &standin.Fault{Attribute: "timeout", Summary: "Invalid timeout", Detail: err.Error()}
	}

	return config, waitHealthy(ctx, config, limit)
}

// waitHealthy runs the checks one after the other over one authenticated connection, each until it passes.
func waitHealthy(ctx context.Context, config standin.Values, limit time.Duration) error {
	credentials, err := clientConfig("dynamic", config["client_configuration"])
	if err != nil {
		return err
	}

	if err := onLoopback(standin.Texts(config["endpoints"])...); err != nil {
		return err
	}

	c, err := connect(ctx, client.WithConfig(credentials), client.WithEndpoints(standin.Texts(config["endpoints"])...))
	if err != nil {
		return &standin.Fault{Summary: "failed to create talos client", Detail: err.Error()}
	}

	defer c.Close() //nolint:errcheck // the checks have ended

	cluster := &cluster{
		client:        c,
		controlPlanes: standin.Texts(config["control_plane_nodes"]),
		workers:       standin.Texts(config["worker_nodes"]),
	}
	if err := cluster.checkAddresses(); err != nil {
		return &standin.Fault{Summary: "failed to generate node infos", Detail: err.Error()}
	}

	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	report := &report{}

	for _, row := range checks(!standin.Bool(config["skip_kubernetes_checks"])) {
		if err := row.wait(limited, cluster, report); err != nil {
			standin.Warn(ctx, "failed checks", report.text.String())

			return &standin.Fault{Summary: "cluster health check failed", Detail: err.Error()}
		}
	}

	return nil
}

// wait repeats a check until it passes or does not apply; what it ends with otherwise is only that the time is over, why is
// in the report.
func (c check) wait(ctx context.Context, cluster *cluster, report *report) error {
	ticker := time.NewTicker(c.interval)
	defer ticker.Stop()

	report.add(c.name, "...")

	for {
		limited, cancel := context.WithTimeout(ctx, c.interval)
		err := c.run(limited, cluster)

		cancel()

		if err == nil {
			report.add(c.name, "OK")

			return nil
		}

		report.add(c.name, err.Error())

		if errors.Is(err, errSkip) {
			return nil
		}

		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// report is what the checks have said, without repetitions.
type report struct {
	text strings.Builder
	last string
}

func (r *report) add(name, result string) {
	line := fmt.Sprintf("waiting for %s: %s\n", name, result)
	if line == r.last {
		return
	}

	r.last = line
	r.text.WriteString(line)
}
