package talos

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/cosi-project/runtime/pkg/safe"
	"github.com/siderolabs/talos/pkg/machinery/client"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/resources/k8s"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"

	"cdktf-proxmox-talos/simulator/internal/standin/loopback"
)

const kubeSystem = "kube-system"

// components are the parts of the control plane, by the label of their pods.
func components() []string {
	return []string{"kube-apiserver", "kube-scheduler", "kube-controller-manager"}
}

// api gets a kubeconfig from the endpoint once and keeps the client.
func (c *cluster) api(ctx context.Context) (kubernetes.Interface, error) {
	if c.kubernetes != nil {
		return c.kubernetes, nil
	}

	kubeconfig, err := c.client.Kubeconfig(ctx)
	if err != nil {
		return nil, err
	}

	config, err := clientcmd.RESTConfigFromKubeConfig(kubeconfig)
	if err != nil {
		return nil, err
	}

	config.Dial = loopback.Dial
	config.Proxy = func(*http.Request) (*url.URL, error) { return nil, nil } //nolint:nilnil // none

	clientset, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}

	c.kubernetes = clientset

	return clientset, nil
}

func (c *cluster) listNodes(ctx context.Context) ([]corev1.Node, error) {
	api, err := c.api(ctx)
	if err != nil {
		return nil, err
	}

	nodes, err := api.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}

	return nodes.Items, nil
}

// nodesReported wants exactly the nodes of the arguments.
func nodesReported(ctx context.Context, c *cluster) error {
	nodes, err := c.listNodes(ctx)
	if err != nil {
		return err
	}

	return sameNodes(c.nodes(), nodes)
}

// sameNodes compares by internal and external addresses.
func sameNodes(expected []string, actual []corev1.Node) error {
	unexpected := map[string][]string{}

	for _, node := range actual {
		for _, address := range node.Status.Addresses {
			if address.Type == corev1.NodeInternalIP || address.Type == corev1.NodeExternalIP {
				unexpected[node.Name] = append(unexpected[node.Name], address.Address)
			}
		}

		if len(unexpected[node.Name]) == 0 {
			unexpected[node.Name] = nil
		}
	}

	for _, address := range expected {
		found := ""

		for name, addresses := range unexpected {
			if slices.Contains(addresses, address) {
				found = name
			}
		}

		if found == "" {
			return fmt.Errorf("can't find expected node with IPs %q", []string{address})
		}

		delete(unexpected, found)
	}

	if len(unexpected) > 0 {
		addresses := slices.Concat(slices.Collect(maps.Values(unexpected))...)
		slices.Sort(addresses)

		return fmt.Errorf("unexpected nodes with IPs %q", addresses)
	}

	return nil
}

func staticPodsRunning(ctx context.Context, c *cluster) error {
	for _, node := range c.controlPlanes {
		missing := map[string]bool{}
		for _, component := range components() {
			missing[kubeSystem+"/"+component] = true
		}

		pods, err := safe.StateListAll[*k8s.StaticPodStatus](client.WithNode(ctx, node), c.client.COSI)
		if err != nil {
			return fmt.Errorf("error listing static pods on node %s: %w", node, err)
		}

		for pod := range pods.All() {
			for name := range missing {
				if strings.HasPrefix(pod.Metadata().ID(), name) {
					delete(missing, name)
				}
			}
		}

		if len(missing) > 0 {
			return fmt.Errorf("missing static pods on node %s: %v", node, slices.Sorted(maps.Keys(missing)))
		}
	}

	return nil
}

// controlPlaneReady wants one ready pod of each component on each control plane node.
func controlPlaneReady(ctx context.Context, c *cluster) error {
	nodes, err := c.listNodes(ctx)
	if err != nil {
		return err
	}

	nodes = slices.DeleteFunc(nodes, func(node corev1.Node) bool {
		_, labelled := node.Labels[constants.LabelNodeRoleControlPlane]

		return !labelled
	})
	if err := sameNodes(c.controlPlanes, nodes); err != nil {
		return err
	}

	for _, component := range components() {
		pods, err := c.pods(ctx, component)
		if err != nil {
			return fmt.Errorf("error listing pods for app %s: %w", component, err)
		}

		if len(pods) != len(nodes) {
			return fmt.Errorf("expected number of pods for %s to be %d, got %d", component, len(nodes), len(pods))
		}

		var notReady []string

		for _, pod := range pods {
			if condition(pod.Status.Conditions) == corev1.ConditionFalse {
				notReady = append(notReady, pod.Name)
			}
		}

		if len(notReady) > 0 {
			return fmt.Errorf("some pods are not ready for %s: %v", component, notReady)
		}
	}

	return nil
}

func (c *cluster) pods(ctx context.Context, app string) ([]corev1.Pod, error) {
	api, err := c.api(ctx)
	if err != nil {
		return nil, err
	}

	pods, err := api.CoreV1().Pods(kubeSystem).List(ctx, metav1.ListOptions{LabelSelector: "k8s-app=" + app})
	if err != nil {
		return nil, err
	}

	return pods.Items, nil
}

// condition tells readiness, empty for a pod that does not tell it.
func condition(conditions []corev1.PodCondition) corev1.ConditionStatus {
	for _, each := range conditions {
		if each.Type == corev1.PodReady && each.Status != corev1.ConditionTrue {
			return corev1.ConditionFalse
		} else if each.Type == corev1.PodReady {
			return corev1.ConditionTrue
		}
	}

	return ""
}

// unlessCNIDisabled skips what cannot become ready before a network is installed.
func unlessCNIDisabled(run func(context.Context, *cluster) error) func(context.Context, *cluster) error {
	return func(ctx context.Context, c *cluster) error {
		manifests, err := safe.ReaderGetByID[*k8s.BootstrapManifestsConfig](ctx, c.client.COSI, k8s.BootstrapManifestsConfigID)
		if err != nil {
			return err
		}

		if manifests.TypedSpec().CNIName == constants.NoneCNI {
			return errSkip
		}

		return run(ctx, c)
	}
}

func nodesReady(ctx context.Context, c *cluster) error {
	nodes, err := c.listNodes(ctx)
	if err != nil {
		return err
	}

	var notReady []string

	for _, node := range nodes {
		for _, each := range node.Status.Conditions {
			if each.Type == corev1.NodeReady && each.Status != corev1.ConditionTrue {
				notReady = append(notReady, node.Name)
			}
		}
	}

	if len(notReady) > 0 {
		return fmt.Errorf("some nodes are not ready: %v", notReady)
	}

	return nil
}

func nodesSchedulable(ctx context.Context, c *cluster) error {
	nodes, err := c.listNodes(ctx)
	if err != nil {
		return err
	}

	var cordoned []string

	for _, node := range nodes {
		if node.Spec.Unschedulable {
			cordoned = append(cordoned, node.Name)
		}
	}

	if len(cordoned) > 0 {
		return fmt.Errorf("some nodes are not schedulable: %v", cordoned)
	}

	return nil
}

func kubeProxyReady(ctx context.Context, c *cluster) error {
	api, err := c.api(ctx)
	if err != nil {
		return err
	}

	sets, err := api.AppsV1().DaemonSets(kubeSystem).List(ctx, metav1.ListOptions{LabelSelector: "k8s-app=kube-proxy"})
	if err != nil {
		return err
	}

	if len(sets.Items) == 0 {
		return errSkip
	}

	return c.podsReady(ctx, "kube-proxy", int(sets.Items[0].Status.DesiredNumberScheduled))
}

func coreDNSReady(ctx context.Context, c *cluster) error {
	api, err := c.api(ctx)
	if err != nil {
		return err
	}

	deployments, err := api.AppsV1().Deployments(kubeSystem).List(ctx, metav1.ListOptions{LabelSelector: "k8s-app=kube-dns"})
	if err != nil {
		return err
	}

	if len(deployments.Items) == 0 {
		return errSkip
	}

	replicas := 0
	if wanted := deployments.Items[0].Spec.Replicas; wanted != nil {
		replicas = int(*wanted)
	}

	return c.podsReady(ctx, "kube-dns", replicas)
}

func (c *cluster) podsReady(ctx context.Context, app string, replicas int) error {
	pods, err := c.pods(ctx, app)
	if err != nil {
		return err
	}

	if len(pods) == 0 {
		return fmt.Errorf("no pods found for namespace %q and label selector %q", kubeSystem, "k8s-app="+app)
	}

	var ready, notReady []string

	for _, pod := range pods {
		switch {
		case pod.DeletionTimestamp != nil, pod.Status.Phase == corev1.PodFailed, allTerminated(pod):
		case condition(pod.Status.Conditions) == corev1.ConditionTrue:
			ready = append(ready, pod.Name)
		default:
			notReady = append(notReady, pod.Name)
		}
	}

	switch {
	case len(ready) == 0:
		return fmt.Errorf("no ready pods found for namespace %q and label selector %q", kubeSystem, "k8s-app="+app)
	case len(notReady) > 0:
		return fmt.Errorf("some pods are not ready: %v", notReady)
	case len(ready) != replicas:
		return fmt.Errorf("expected %d ready pods, got %d", replicas, len(ready))
	default:
		return nil
	}
}

// allTerminated also holds for a pod without containers, as in the provider.
func allTerminated(pod corev1.Pod) bool {
	return !slices.ContainsFunc(pod.Status.ContainerStatuses, func(status corev1.ContainerStatus) bool {
		return status.State.Terminated == nil
	})
}
