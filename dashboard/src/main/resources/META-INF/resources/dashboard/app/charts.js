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

/**
 * Limits that hold from one point to the next: [[at, limit]], the last one until `end`. `at` is hours when `unitOfTime`
 * is given, milliseconds otherwise.
 */
export function steps(points, end, unit, unitOfTime) {
  const last = points.at(-1);
  const span = last ? Math.max((last[0] - points[0][0]) * 0.25, unitOfTime ? 1 : 3600000) : 0;
  const data = last ? [...points, [Math.max(end ?? 0, last[0]) === last[0] ? last[0] + span : end, last[1]]] : [];
  return {
    tooltip: { trigger: 'axis' },
    grid: { left: 48, right: 20, top: 28, bottom: 28 },
    xAxis: unitOfTime ? { type: 'value', axisLabel: { formatter: `{value} ${unitOfTime}` }, max: 'dataMax' } : AXIS,
    yAxis: { type: 'value', name: unit, min: 0 },
    series: [{ name: 'Limit', type: 'line', step: 'end', showSymbol: false, areaStyle: { opacity: 0.15 }, data }],
  };
}

/** What each state of a campaign looks like. */
export const STATE_COLOURS = {
  Accepted: '#16a34a', Rejected: '#dc2626', Failed: '#dc2626', TimedOut: '#f97316', Unknown: '#eab308', Expired: '#a16207', Cancelled: '#94a3b8',
  Queued: '#8b5cf6', Sent: '#0ea5e9', Waiting: '#cbd5e1',
};
