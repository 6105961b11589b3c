package kubernetes

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
)

// nodeSync stands in for what works on Node objects: kubelets, Talos on each machine, and the node controller. Kubelets
// sign in as themselves, and so does Talos on a worker; the API server decides what they may do.
type nodeSync struct {
	session *session
	nodes   corelisters.NodeLister
	state   readiness
	now     metav1.Time
	// refused is what the API server has refused to kubelets and to Talos, by machine.
	refused map[string]error
	faults  []error
}

// syncNodes returns the members that have registered, and what machines were refused.
func syncNodes(ctx context.Context, s *session, members []*member) ([]*member, map[string]error, error) {
	daemonSets, err := s.informers.Apps().V1().DaemonSets().Lister().List(labels.Everything())
	if err != nil {
		return nil, nil, err
	}

	jobs, err := s.informers.Batch().V1().Jobs().Lister().List(labels.Everything())
	if err != nil {
		return nil, nil, err
	}

	n := &nodeSync{
		session: s, nodes: s.informers.Core().V1().Nodes().Lister(), state: withoutNetwork, now: metav1.Now(), refused: map[string]error{},
	}

	if hasPodNetwork(daemonSets, jobs) {
		n.state = ready
	}

	var registered []*member

	for _, member := range members {
		if member.config.K8sNodeConfig().SkipNodeRegistration() || n.keepNode(ctx, member) {
			registered = append(registered, member)
		}
	}

	n.watchNodes(ctx, registered)

	return registered, n.refused, errors.Join(n.faults...)
}

// keepNode does what a machine does for its Node object, and says whether its kubelet has registered.
func (n *nodeSync) keepNode(ctx context.Context, of *member) bool {
	if !of.joined || of.fault != "" {
		return false
	}

	kubelet, err := n.session.asKubelet(of.node.Name)
	if err != nil {
		n.faults = append(n.faults, err)

		return false
	}

	node, err := n.nodes.Get(of.node.Name)

	if !of.registered {
		if node, err = n.register(ctx, kubelet, of); err != nil {
			n.note(of, err)

			return false
		}
	}

	if err != nil {
		return true // a kubelet registers when it starts, not when its node is deleted
	}

	node, err = n.report(ctx, kubelet, of, node)
	if err == nil {
		err = n.apply(ctx, kubelet, of, node)
	}

	n.note(of, err)

	return true
}

// note keeps an error unless the next change that is seen mends it.
func (n *nodeSync) note(of *member, err error) {
	if err == nil || isPassing(err) {
		return
	}

	n.refused[of.node.Name] = err
	n.faults = append(n.faults, fmt.Errorf("node %s: %w", of.node.Name, err))
}

// register returns the Node object once it is there. One that was there already keeps its labels and taints, but for the
// labels that each start of a kubelet sets.
func (n *nodeSync) register(ctx context.Context, kubelet kubernetes.Interface, of *member) (*corev1.Node, error) {
	wanted, err := initialNode(of)
	if err != nil {
		return nil, err
	}

	node, err := n.nodes.Get(of.node.Name)
	if apierrors.IsNotFound(err) {
		return kubelet.CoreV1().Nodes().Create(ctx, wanted, metav1.CreateOptions{})
	}

	if err != nil {
		return nil, err
	}

	changed := node.DeepCopy()
	for key, value := range defaultLabels(of) {
		metav1.SetMetaDataLabel(&changed.ObjectMeta, key, value)
	}

	if equality.Semantic.DeepEqual(node, changed) {
		return node, nil
	}

	return kubelet.CoreV1().Nodes().UpdateStatus(ctx, changed, metav1.UpdateOptions{})
}

// report returns the Node object with what its kubelet says of it.
func (n *nodeSync) report(ctx context.Context, kubelet kubernetes.Interface, of *member, node *corev1.Node) (*corev1.Node, error) {
	changed := node.DeepCopy()
	reportNode(changed, of, n.state, n.now)

	if equality.Semantic.DeepEqual(node, changed) {
		return node, nil
	}

	return kubelet.CoreV1().Nodes().UpdateStatus(ctx, changed, metav1.UpdateOptions{})
}

// apply is Talos' part. On a control plane it signs in as an administrator; on a worker as the kubelet, and what is
// refused to it is refused as a whole.
func (n *nodeSync) apply(ctx context.Context, kubelet kubernetes.Interface, of *member, node *corev1.Node) error {
	changed := node.DeepCopy()
	if err := applyNode(changed, of); err != nil {
		return err
	}

	if equality.Semantic.DeepEqual(node, changed) {
		return nil
	}

	client := kubelet
	if of.node.ControlPlane {
		client = n.session.client
	}

	_, err := client.CoreV1().Nodes().Update(ctx, changed, metav1.UpdateOptions{})

	return err
}

// watchNodes is the node controller: who is silent is not known to be ready, and who is not ready gets no pods.
func (n *nodeSync) watchNodes(ctx context.Context, registered []*member) {
	isAlive := map[string]bool{}
	for _, member := range registered {
		isAlive[member.node.Name] = member.joined
	}

	nodes, err := n.nodes.List(labels.Everything())
	if err != nil {
		n.faults = append(n.faults, err)

		return
	}

	for _, node := range nodes {
		changed := node.DeepCopy()
		if !isAlive[node.Name] {
			changed.Status.Conditions = conditionsOf(changed.Status.Conditions, silent, n.now)
		}

		taintByCondition(changed)

		if err := n.update(ctx, node, changed); err != nil && !isPassing(err) {
			n.faults = append(n.faults, fmt.Errorf("node %s cannot be updated: %w", node.Name, err))
		}
	}
}

func (n *nodeSync) update(ctx context.Context, before, changed *corev1.Node) error {
	nodes := n.session.client.CoreV1().Nodes()

	if !equality.Semantic.DeepEqual(before.Status, changed.Status) {
		if _, err := nodes.UpdateStatus(ctx, changed, metav1.UpdateOptions{}); err != nil {
			return err
		}

		return nil // the taints follow what is seen of it
	}

	if equality.Semantic.DeepEqual(before.Spec, changed.Spec) {
		return nil
	}

	_, err := nodes.Update(ctx, changed, metav1.UpdateOptions{})

	return err
}

// isPassing says whether an error goes away by itself with the next change that is seen.
func isPassing(err error) bool {
	return apierrors.IsConflict(err) || apierrors.IsAlreadyExists(err) || apierrors.IsNotFound(err)
}
