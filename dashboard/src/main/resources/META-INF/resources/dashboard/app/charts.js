// Charts: thin elements around ECharts that follow the page's colours and size.

import * as echarts from 'echarts/dist/echarts.esm.min.js';
import { Element, html } from './element.js';

const dark = matchMedia('(prefers-color-scheme: dark)');

class Chart extends Element {
  static properties = { option: { attribute: false }, label: {} };

  firstUpdated() {
    this.chart = echarts.init(this.querySelector('.chart'), dark.matches ? 'dark' : null, { renderer: 'canvas' });
    this.observer = new ResizeObserver(() => this.chart.resize());
    this.observer.observe(this);
    this.draw();
  }

  updated() {
    this.draw();
  }

  draw() {
    this.chart?.setOption({ backgroundColor: 'transparent', animation: false, textStyle: { fontFamily: 'inherit' }, ...this.option }, { notMerge: true });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.observer?.disconnect();
    this.chart?.dispose();
  }

  render() {
    return html`<div class="chart" role="img" aria-label=${this.label ?? 'chart'}></div>`;
  }
}
customElements.define('galvan-chart', Chart);

const AXIS = { type: 'time', axisLabel: { hideOverlap: true } };

/** Curves over time; each {name, unit, points: [[ms, value]]}; one axis a unit. */
export function curves(series) {
  const units = series.length ? [...new Set(series.map((one) => one.unit))] : [''];
  return {
    tooltip: { trigger: 'axis' },
    legend: { type: 'scroll', top: 0 },
    grid: { left: 56, right: units.length > 1 ? 56 * (units.length - 1) : 16, top: 36, bottom: 28 },
    xAxis: AXIS,
    yAxis: units.map((unit, index) => ({ type: 'value', name: unit, scale: unit === 'V', position: index ? 'right' : 'left', offset: index > 1 ? 56 * (index - 1) : 0, splitLine: { show: index === 0 } })),
    series: series.map((one) => ({
      name: one.name,
      type: 'line',
      showSymbol: one.points.length < 2,
      yAxisIndex: units.indexOf(one.unit),
      areaStyle: one.area ? { opacity: 0.15 } : undefined,
      data: one.points,
    })),
  };
}

const COLOURS = {
  Available: '#16a34a', Preparing: '#eab308', Charging: '#0ea5e9', SuspendedEV: '#8b5cf6', SuspendedEVSE: '#a855f7',
  Finishing: '#14b8a6', Reserved: '#f97316', Unavailable: '#94a3b8', Faulted: '#dc2626',
};

/** How many of each status. */
export function donut(counts) {
  return {
    tooltip: { trigger: 'item' },
    legend: { orient: 'vertical', right: 0, top: 'middle' },
    series: [
      {
        type: 'pie',
        radius: ['55%', '80%'],
        center: ['35%', '50%'],
        label: { show: false },
        data: Object.entries(counts).map(([name, value]) => ({ name, value, itemStyle: { color: COLOURS[name] } })),
      },
    ],
  };
}
