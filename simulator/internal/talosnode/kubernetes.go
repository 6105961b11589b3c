package talosnode

import (
	"context"
	"sync"
	"time"

	"cdktf-proxmox-talos/simulator/internal/kubelet"
)

// retryAfter is how long a machine waits before it asks the Kubernetes side again that has refused something.
const retryAfter = time.Second

// kubernetesState is how far the machine has come with Kubernetes.
type kubernetesState struct {
	joined bool
	// as is the machine as it has joined.
	as kubelet.Node
	// rejoin is set when the configuration has changed.
	rejoin bool
	reason string
}

// startKubernetes brings up what runs under Kubernetes on the machine, beside its boot; the returned function stops it.
func (b *boot) startKubernetes() (stop func()) {
	ctx, cancel := context.WithCancel(b.ctx)

	var running sync.WaitGroup

	running.Go(func() {
		for {
			wait := tick
			if err := b.stepKubernetes(); err != nil {
				b.setKubernetesReason(err.Error())
				b.node.logf("kubernetes: %v", err)

				wait = retryAfter
			}

			if !pause(ctx, wait) {
				return
			}
		}
	})

	return func() {
		cancel()
		running.Wait()

		if now := b.kubernetesNow(); now.joined {
			b.node.server.needs.Kubernetes.Leave(now.as, b.configuration())
		}
	}
}

func (b *boot) stepKubernetes() error {
	active, node, kubernetes := b.configuration(), b.kubeletNode(), b.node.server.needs.Kubernetes

	if !b.mayJoin(node.ControlPlane) {
		return nil
	}

	if b.node.stored().bootstrapping {
		if err := kubernetes.Bootstrap(node, active); err != nil {
			return err
		}

		b.node.store(func(disk *disk) { disk.bootstrapping = false })
		b.mu.Lock()
		// its API server runs already, and is to be left also when joining fails
		b.kube.joined, b.kube.as, b.kube.rejoin = true, node, true
		b.mu.Unlock()
	}

	if now := b.kubernetesNow(); now.joined && !now.rejoin {
		return nil
	}

	b.mu.Lock()
	b.kube.rejoin = false
	b.mu.Unlock()

	if err := kubernetes.Join(node, active); err != nil {
		b.mu.Lock()
		b.kube.rejoin = true
		b.mu.Unlock()

		return err
	}

	b.mu.Lock()
	defer b.mu.Unlock()

	b.kube.joined, b.kube.as, b.kube.reason = true, node, ""

	return nil
}

// mayJoin says whether there is something to join: etcd on a control plane, a bootstrapped cluster that can be reached
// for a worker.
func (b *boot) mayJoin(controlPlane bool) bool {
	if !b.isReady() || !b.serving().IsValid() {
		return false
	}

	if controlPlane {
		return b.etcdNow().running
	}

	return b.node.server.clusters.Exists(clusterID(b.configuration())) && b.reachesKubernetes()
}

func (b *boot) kubernetesNow() kubernetesState {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.kube
}

func (b *boot) setKubernetesReason(reason string) {
	b.mu.Lock()
	defer b.mu.Unlock()

	b.kube.reason = reason
}

// kubernetesStatus asks the Kubernetes side for the machine.
func (b *boot) kubernetesStatus() kubelet.Status {
	now := b.kubernetesNow()

	switch {
	case now.joined:
		return b.node.server.needs.Kubernetes.Status(b.kubeletNode(), b.configuration())
	case now.reason != "":
		return kubelet.Status{Message: now.reason}
	default:
		return kubelet.Status{Message: "waiting for the cluster to be bootstrapped"}
	}
}
